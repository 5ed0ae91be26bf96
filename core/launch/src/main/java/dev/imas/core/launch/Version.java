package dev.imas.core.launch;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, written into the jar by the build. */
final class Version implements IVersionProvider {

  static String current() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("/imas-version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      // A missing version is no reason to fail.
    }
    return properties.getProperty("version", "unknown");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"imas " + current()};
  }
}
