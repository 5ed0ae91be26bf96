package dev.imas.core.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * TypeScript and Prettier, from their Maven artefacts, on the Node that Playwright's driver has: so
 * nobody needs a Node to check the dashboard.
 */
final class NodeTools {

  private static final String WEBJARS = "META-INF/resources/webjars/";

  /** What a program said, and its exit code. */
  record Said(int code, String text) {}

  private final Path folder;
  private final Path node;

  /**
   * @param folder for the programs, with the sources beside them, where they look for libraries
   */
  NodeTools(Path folder) throws IOException {
    this.folder = folder.toAbsolutePath();
    Files.createDirectories(this.folder);
    this.node = node();
    for (String library : List.of("preact", "typescript", "prettier")) {
      unpack(library);
    }
  }

  private Path node() throws IOException {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    boolean isArm = System.getProperty("os.arch").equals("aarch64");
    String platform =
        os.startsWith("win")
            ? "win32_x64"
            : (os.startsWith("mac") ? "mac" : "linux") + (isArm ? "-arm64" : "");
    String name = platform.startsWith("win") ? "node.exe" : "node";
    URL in = resource("driver/" + platform + "/" + name);
    Path program = folder.resolve(name);
    try (InputStream bytes = in.openStream()) {
      Files.copy(bytes, program, StandardCopyOption.REPLACE_EXISTING);
    }
    if (!program.toFile().setExecutable(true)) {
      throw new IOException(program + " cannot be made executable");
    }
    return program;
  }

  private void unpack(String library) throws IOException {
    Path target = folder.resolve("node_modules").resolve(library);
    URL known = resource("META-INF/maven/org.webjars.npm/" + library + "/pom.properties");
    try (JarFile jar = ((JarURLConnection) known.openConnection()).getJarFile()) {
      for (var entry : Collections.list(jar.entries())) {
        if (entry.isDirectory() || !entry.getName().startsWith(WEBJARS)) {
          continue;
        }
        String path = entry.getName().substring(WEBJARS.length()).replaceFirst("[^/]+/[^/]+/", "");
        Path file = target.resolve(path);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        try (InputStream in = jar.getInputStream(entry)) {
          Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private static URL resource(String name) {
    return Objects.requireNonNull(
        NodeTools.class.getClassLoader().getResource(name), () -> name + " is on no class path");
  }

  /** Copies sources beside their libraries, into a folder of this name. */
  Path copy(Path sources, String name) throws IOException {
    Path target = folder.resolve(name);
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = target.resolve(sources.relativize(file).toString());
        Files.createDirectories(Objects.requireNonNull(copy.getParent()));
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return target;
  }

  /** Runs a program of a library, in that folder. */
  Said run(Path in, String program, String... arguments) {
    List<String> all = new ArrayList<>();
    all.add(folder.resolve("node_modules").resolve(program).toString());
    all.addAll(List.of(arguments));
    return node(in, all);
  }

  /** Runs Node itself, in that folder. */
  Said node(Path in, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(node.toString());
    command.addAll(arguments);
    try {
      Process process =
          new ProcessBuilder(command).directory(in.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Said(process.waitFor(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
