package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.reference.container.Images;
import dev.cksauth.subject.Environment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The Docker of this machine, by its own program. */
final class Docker {
  /** Where it is {@code true}, a Docker that is missing is a failure. */
  private static final String REQUIRED = "CKS_AUTH_REQUIRE_DOCKER";

  private static final String LABEL = "label=dev.cks-auth.run=";

  private Docker() {}

  /** Ends the test as one that could not run where there is no Docker and none is demanded. */
  static void demand() throws InterruptedException {
    boolean there = true;
    for (Images.Image image : Images.Image.values()) {
      there &= has(Images.of(Environment.ofProcess()).text(image));
    }
    if (!"true".equals(System.getenv(REQUIRED))) {
      Assumptions.assumeTrue(there, "no Docker with the images of src/images/build");
    }
  }

  private static boolean has(String image) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("docker", "image", "inspect", image)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException none) {
      return false;
    }
  }

  /** What a command prints, line by line. */
  static List<String> lines(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().filter(line -> !line.isBlank()).toList();
  }

  /** How a container ended, and what it printed. */
  record Ended(int code, String said) {}

  /** Runs a container, and removes it. */
  static Ended run(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker", "run", "--rm"));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }

  /** The program's image. */
  static String program() {
    return Images.of(Environment.ofProcess()).text(Images.Image.CKS_AUTH);
  }

  /** Containers, networks and volumes of runs below a directory. */
  static List<String> left(String below) throws IOException, InterruptedException {
    List<String> left = new ArrayList<>();
    String format = "{{.Label \"dev.cks-auth.run\"}} {{.ID}}";
    left.addAll(lines("ps", "-a", "--filter", "label=dev.cks-auth.run", "--format", format));
    left.addAll(lines("network", "ls", "--filter", "label=dev.cks-auth.run", "--format", format));
    left.addAll(
        lines(
            "volume",
            "ls",
            "--filter",
            "label=dev.cks-auth.run",
            "--format",
            "{{.Label \"dev.cks-auth.run\"}} {{.Name}}"));
    return left.stream().filter(line -> line.startsWith(below)).toList();
  }

  /** The ids of the containers of a run. */
  static List<String> containers(String run) throws IOException, InterruptedException {
    return lines("ps", "-q", "--filter", LABEL + run);
  }
}
