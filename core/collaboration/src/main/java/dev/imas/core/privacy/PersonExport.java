package dev.imas.core.privacy;

import dev.imas.core.platform.Tx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes what there is of a person as one zip of JSON files, into parts that are stored as they are
 * filled: neither rows nor file are ever whole in memory. Only on a virtual thread.
 */
final class PersonExport {

  /** Of each file. What is beyond is named in the file that says what there is. */
  static final int MOST_ROWS = 20_000;

  private static final int PART = 256 * 1024;

  private final PersonExportRepository repository;

  PersonExport(PersonExportRepository repository) {
    this.repository = repository;
  }

  /** The file that was written. */
  record Written(long bytes, String sha256) {}

  Written write(Tx tx, UUID request, UUID user, Instant at) {
    repository.clear(tx, request);
    try (Parts parts = new Parts(tx, request)) {
      List<String> cut = new ArrayList<>();
      ZipOutputStream zip = new ZipOutputStream(parts, StandardCharsets.UTF_8);
      for (String member : PersonExportRepository.members()) {
        zip.putNextEntry(new ZipEntry(member + ".json"));
        if (rows(tx, zip, member, user)) {
          cut.add(member);
        }
        zip.closeEntry();
      }
      zip.putNextEntry(new ZipEntry("README.txt"));
      zip.write(readme(user, at, cut).getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
      zip.finish();
      return parts.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean rows(Tx tx, OutputStream out, String member, UUID user) throws IOException {
    String[] before = {"[\n"};
    boolean isCut =
        repository.read(
            tx,
            member,
            user,
            MOST_ROWS,
            json -> {
              try {
                out.write((before[0] + json).getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              before[0] = ",\n";
            });
    out.write((before[0].equals("[\n") ? "[]\n" : "\n]\n").getBytes(StandardCharsets.UTF_8));
    return isCut;
  }

  private static String readme(UUID user, Instant at, List<String> cut) {
    StringBuilder text = new StringBuilder();
    text.append("What this installation of IMAS keeps of the user ").append(user);
    text.append(", as of ").append(at).append(".\n\n");
    text.append(
        "Each file is a list in JSON, in UTF-8. Times are in UTC. Passwords, secrets and\n");
    text.append("the values of tokens are not in it: nobody can read them.\n\n");
    for (String member : PersonExportRepository.members()) {
      text.append("  ").append(member).append(".json");
      if (cut.contains(member)) {
        text.append("  the first ").append(MOST_ROWS).append(" rows; ask for the rest");
      }
      text.append('\n');
    }
    text.append(
        "\nTexts of others that mention the person are not in it. Ask the administrators\n");
    text.append("of the tenant, who find and read them.\n");
    return text.toString();
  }

  /** Cuts what is written into parts, and hashes it. */
  private final class Parts extends OutputStream {

    private final Tx tx;
    private final UUID request;
    private final ByteArrayOutputStream part = new ByteArrayOutputStream(PART);
    private final MessageDigest digest;
    private int number;
    private long bytes;

    Parts(Tx tx, UUID request) {
      this.tx = tx;
      this.request = request;
      try {
        this.digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      digest.update(from, offset, length);
      bytes += length;
      part.write(from, offset, length);
      if (part.size() >= PART) {
        store();
      }
    }

    private void store() {
      if (part.size() > 0) {
        repository.add(tx, request, number++, part.toByteArray());
        part.reset();
      }
    }

    Written finish() {
      store();
      return new Written(bytes, HexFormat.of().formatHex(digest.digest()));
    }
  }
}
