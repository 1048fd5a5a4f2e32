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
}
