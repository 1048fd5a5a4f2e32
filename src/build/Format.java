import com.google.googlejavaformat.java.Formatter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Formats every Java source below {@code src}, or with {@code --check} names those that are not
 * formatted and exits 1.
 *
 * <p>Run by the build on its toolchain JDK: the formatter uses the running JDK's parser, and the
 * one of the JDK that Maven itself runs on may be too old for record patterns.
 */
final class Format {
  public static void main(String[] arguments) throws Exception {
    boolean check = List.of(arguments).contains("--check");
    List<Path> unformatted = new ArrayList<>();
    Formatter formatter = new Formatter();
    for (Path file : sources()) {
      String before = Files.readString(file);
      String after = formatter.formatSourceAndFixImports(before);
      if (before.equals(after)) {
        continue;
      }
      unformatted.add(file);
      if (!check) {
        Files.writeString(file, after);
      }
    }
    if (check && !unformatted.isEmpty()) {
      System.err.println("Not formatted; `mvn -q initialize exec:exec@format` mends these:");
      unformatted.forEach(file -> System.err.println("  " + file));
      System.exit(1);
    }
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
