package dev.cksauth.reference.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GoModuleTest {

  private static final String GO_MOD = "require (\n\tk8s.io/kubernetes v1.2.3\n)\n";

  @TempDir Path temporary;

  private URL jar() throws Exception {
    Path jar = temporary.resolve("some.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String name : List.of("go.mod", "main.go")) {
        out.putNextEntry(new ZipEntry("control-plane/" + name));
        out.write(
            (name.equals("go.mod") ? GO_MOD : "package main").getBytes(StandardCharsets.UTF_8));
      }
    }
    return URI.create("jar:" + jar.toUri() + "!/control-plane/go.mod").toURL();
  }

  @Test
  void comesOutOfAJarOnce() throws Exception {
    URL jar = jar();
    Path cache = temporary.resolve("cache");
    GoModule first = GoModule.extract(jar, cache);
    assertThat(first.kubernetes()).isEqualTo("v1.2.3");
    assertThat(first.directory().resolve("main.go")).hasContent("package main");
    assertThat(GoModule.extract(jar, cache)).isEqualTo(first);
    try (Stream<Path> entries = Files.list(cache)) {
      assertThat(entries).containsExactly(first.directory());
    }
  }

  @Test
  void hasOneDigestInAJarAndInADirectory() throws Exception {
    Path directory = Files.createDirectory(temporary.resolve("module"));
    Files.writeString(directory.resolve("go.mod"), GO_MOD);
    Files.writeString(directory.resolve("main.go"), "package main");
    assertThat(GoModule.locate(directory, temporary).digest())
        .isEqualTo(GoModule.extract(jar(), temporary.resolve("cache")).digest());
  }

  @Test
  void isFoundAmongTheResourcesWhenTheDirectoryIsAbsent() throws Exception {
    assertThat(GoModule.locate(temporary.resolve("absent"), temporary).kubernetes())
        .startsWith("v1.");
  }

  @Test
  void hasTheSameSourcesForAnOlderLine() throws Exception {
    Path directory = Files.createDirectory(temporary.resolve("module"));
    Files.writeString(directory.resolve("go.mod"), GO_MOD);
    Files.writeString(directory.resolve("go-1.35.mod"), GO_MOD.replace("v1.2.3", "v1.35.4"));
    Files.writeString(directory.resolve("go-1.35.sum"), "sums");
    Files.writeString(directory.resolve("main.go"), "package main");
    Path cache = temporary.resolve("cache");
    GoModule older = GoModule.locate(directory, cache, KubernetesLine.OLDER);
    assertThat(older.kubernetes()).isEqualTo("v1.35.4");
    assertThat(older.directory().resolve("main.go")).hasContent("package main");
    assertThat(older.directory().resolve("go.sum")).hasContent("sums");
    assertThat(GoModule.locate(directory, cache, KubernetesLine.OLDER)).isEqualTo(older);
    assertThat(GoModule.locate(directory, cache, KubernetesLine.NEWEST))
        .isEqualTo(GoModule.locate(directory, cache));
  }

  /** What is said to be older is built from its own files, which the program carries with it. */
  @ParameterizedTest
  @EnumSource
  void hasTheVersionOfItsLine(KubernetesLine line) throws Exception {
    assertThat(GoModule.locate(temporary.resolve("absent"), temporary, line).kubernetes())
        .startsWith("v" + line.word() + ".");
  }
}
