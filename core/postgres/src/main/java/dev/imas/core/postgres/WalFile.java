package dev.imas.core.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Reads and writes the content of one WAL file. */
final class WalFile {

  private static final int BLOCK = 8192;

  // The first page of a segment (XLogLongPageHeaderData).
  private static final int PAGE_ADDRESS = 8;
  private static final int SYSTEM = 24;

  private static final byte[] ZEROS = new byte[BLOCK];

  private WalFile() {}

  /**
   * Reads all of it, and writes it where {@code to} says. Most of a file that was closed early is
   * zeros, which become a hole.
   *
   * @throws BackupException if it is not this segment of this cluster
   */
  static void copy(WalSegment segment, String system, InputStream content, Path to)
      throws IOException {
    try (FileChannel file =
        FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      read(
          segment,
          system,
          content,
          (position, block) -> {
            if (!Arrays.equals(block, ZEROS)) {
              file.write(ByteBuffer.wrap(block), position);
            }
          });
      if (file.size() < WalSegment.BYTES) {
        file.write(ByteBuffer.wrap(new byte[1]), WalSegment.BYTES - 1);
      }
    }
  }

  /** Does the same and writes nothing. */
  static void check(WalSegment segment, String system, InputStream content) throws IOException {
    read(segment, system, content, (position, block) -> {});
    content.transferTo(OutputStream.nullOutputStream());
  }

  /**
   * The length of a file without the zeros at its end. A file that was closed early has little
   * else.
   */
  static long used(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer block = ByteBuffer.allocate(BLOCK);
      for (long end = channel.size(); end > BLOCK; end -= BLOCK) {
        block.clear();
        int read = 0;
        while (read >= 0 && block.hasRemaining()) {
          read = channel.read(block, end - BLOCK + block.position());
        }
        if (!Arrays.equals(block.array(), ZEROS)) {
          return end;
        }
      }
      return Math.min(channel.size(), BLOCK);
    }
  }

  private interface Taking {
    void take(long position, byte[] block) throws IOException;
  }

  private static void read(WalSegment segment, String system, InputStream content, Taking taking)
      throws IOException {
    for (long position = 0; position < WalSegment.BYTES; position += BLOCK) {
      byte[] block = content.readNBytes(BLOCK);
      if (block.length == 0 && position > 0) {
        return; // The rest is zeros, which are not kept.
      }
      if (block.length < BLOCK) {
        throw new BackupException("the WAL file " + segment.name() + " is cut");
      }
      if (position == 0) {
        mustBe(segment, system, block);
      }
      taking.take(position, block);
    }
    if (content.read() >= 0) {
      throw new BackupException("the WAL file " + segment.name() + " is too long");
    }
  }

  private static void mustBe(WalSegment segment, String system, byte[] block) {
    ByteBuffer header = ByteBuffer.wrap(block).order(ByteOrder.nativeOrder());
    String other = Long.toUnsignedString(header.getLong(SYSTEM));
    if (!other.equals(system)) {
      throw new BackupException(
          "the WAL file %s is of another cluster: %s and not %s"
              .formatted(segment.name(), other, system));
    }
    if (header.getLong(PAGE_ADDRESS) != segment.begins()) {
      throw new BackupException(
          "the WAL file " + segment.name() + " holds what another file should");
    }
  }
}
