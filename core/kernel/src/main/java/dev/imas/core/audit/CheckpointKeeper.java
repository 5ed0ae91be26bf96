package dev.imas.core.audit;

import dev.imas.core.chain.Checkpoint;
import dev.imas.core.chain.CheckpointKey;
import dev.imas.core.chain.NoteLines;
import dev.imas.core.chain.SignedNote;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of the chain is outside of the database: the key, the last checkpoint of each tenant, which
 * the sealer compares with what it finds, and the copies of checkpoints. It reads and writes files,
 * so call it on a virtual thread.
 */
final class CheckpointKeeper {

  private static final Logger log = LoggerFactory.getLogger(CheckpointKeeper.class);
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final AuditConfig config;

  /** Beside the key: one note for each tenant. */
  private final Path heads;

  /** What is in that file, as of a change of it. */
  private Map<UUID, SignedNote> known = Map.of();

  private @Nullable FileTime read;

  CheckpointKeeper(AuditConfig config) {
    this.config = config;
    this.heads = config.files().last();
  }

  /**
   * The key, made if there is none yet.
   *
   * @throws IOException if it can be neither read nor made
   */
  CheckpointKey key() throws IOException {
    Path file = config.files().key();
    try {
      return parsed(file);
    } catch (NoSuchFileException missing) {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try (var channel =
          Files.newByteChannel(
              file,
              NEW,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        channel.write(
            ByteBuffer.wrap(CheckpointKey.generate().pem().getBytes(StandardCharsets.UTF_8)));
      } catch (FileAlreadyExistsException other) {
        // Another process has made it.
      }
      return parsed(file);
    }
  }

  private static CheckpointKey parsed(Path file) throws IOException {
    try {
      CheckpointKey key = CheckpointKey.parse(Files.readString(file));
      if (!key.maySign()) {
        throw new IOException("core.audit.key-file is " + file + ", which holds no private key");
      }
      return key;
    } catch (IllegalArgumentException e) {
      throw new IOException("core.audit.key-file is " + file + "; " + e.getMessage(), e);
    }
  }

  /**
   * The last checkpoint of this tenant that this process or one before it has made here. An
   * operator may give it up meanwhile, so a file that has changed is read anew.
   */
  synchronized Optional<Checkpoint> last(UUID tenant) throws IOException {
    return Optional.ofNullable(all().get(tenant)).map(SignedNote::checkpoint);
  }

  /** Of each tenant the last one. */
  private Map<UUID, SignedNote> all() throws IOException {
    FileTime changed;
    try {
      changed = Files.getLastModifiedTime(heads);
    } catch (NoSuchFileException none) {
      return new HashMap<>();
    }
    if (!changed.equals(read)) {
      Map<UUID, SignedNote> all = new HashMap<>();
      try (Stream<String> lines = Files.lines(heads)) {
        NoteLines.all(lines).forEach(note -> all.put(note.checkpoint().tenant(), note));
      } catch (IllegalArgumentException e) {
        throw new IOException(heads + " cannot be read: " + e.getMessage(), e);
      }
      known = all;
      read = changed;
    }
    return new HashMap<>(known);
  }

  /**
   * Remembers a checkpoint here, and puts copies where the configuration says.
   *
   * @return where it was put outside of the data folder
   */
  synchronized List<String> publish(SignedNote note) throws IOException {
    List<String> sentTo = new ArrayList<>();
    Path file = config.checkpointFile();
    if (file != null) {
      Files.writeString(
          file, note.text() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      sentTo.add("file");
    }
    if (config.logsCheckpoints()) {
      log.atInfo()
          .addKeyValue("tenant", note.checkpoint().tenant())
          .addKeyValue("number", note.checkpoint().number())
          .addKeyValue("note", note.text())
          .log("A checkpoint of the audit");
      sentTo.add("log");
    }
    remember(note);
    return sentTo;
  }

  private void remember(SignedNote note) throws IOException {
    Map<UUID, SignedNote> all = all();
    all.put(note.checkpoint().tenant(), note);
    StringBuilder text = new StringBuilder();
    all.values().forEach(one -> text.append(one.text()).append('\n'));
    Path next = heads.resolveSibling(heads.getFileName() + ".new");
    Files.writeString(next, text);
    Files.move(next, heads, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    known = all;
    read = Files.getLastModifiedTime(heads);
  }
}
