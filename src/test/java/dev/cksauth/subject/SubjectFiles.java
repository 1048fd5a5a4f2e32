package dev.cksauth.subject;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.operator.OperatorCreationException;

/** The subject files of the test resources, copied beside freshly made certificates. */
final class SubjectFiles {
  static final Set<String> CAPABILITIES =
      Set.of("token-review-v1beta1", "metrics", "single-apiserver");

  static final Environment ENVIRONMENT =
      Environment.of(
          Map.of(
              "GOOD_TOKEN", "good\n",
              "EMPTY_TOKEN", "\n",
              "TWO_LINES", "canary-one\ncanary-two",
              "CANARY_TOKEN", "canary-variable-token\r\n"));

  private SubjectFiles() {}

  static void copy(String folder, Path directory) throws Exception {
    try (Stream<Path> files = Files.list(resources(folder))) {
      for (Path file : files.toList()) {
        Files.copy(file, directory.resolve(file.getFileName().toString()));
      }
    }
    certificates(directory);
  }

  static List<String> malformed() throws Exception {
    try (Stream<Path> files = Files.list(resources("malformed"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .sorted()
          .toList();
    }
  }

  private static Path resources(String folder) throws URISyntaxException {
    URL url = SubjectFiles.class.getResource("/subjects/" + folder);
    return Path.of(Objects.requireNonNull(url).toURI());
  }

  private static void certificates(Path directory)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    Pki.write(directory);
  }
}
