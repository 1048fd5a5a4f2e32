package dev.cksauth.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/**
 * Which version this is.
 *
 * @param suite the version of this program
 * @param kubernetes the version of the API server in its reference system, as {@code 1.37.2}
 */
public record Version(String suite, String kubernetes) {

  /** Reads what the build wrote into the program. */
  public static Version current() {
    Properties properties = new Properties();
    try (@Nullable InputStream source = Version.class.getResourceAsStream("version.properties")) {
      if (source != null) {
        properties.load(source);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Version(
        properties.getProperty("version", "unknown"),
        properties.getProperty("kubernetes", "unknown"));
  }

  /** The lines of {@code --version}. */
  static final class Provider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      Version version = current();
      return new String[] {
        "cks-auth " + version.suite,
        "reference system: Kubernetes " + version.kubernetes,
        "Java " + Runtime.version()
      };
    }
  }
}
