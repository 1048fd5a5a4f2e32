package dev.cksauth.reference.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cksauth.reference.apiserver.ControlPlaneResolver.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ControlPlaneResolverTest {

  @TempDir Path temporary;
  private Path module = Path.of("");
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void makeSurroundings() throws IOException {
    module = Files.createDirectory(temporary.resolve("module"));
    Files.writeString(module.resolve("go.mod"), "require (\n\tk8s.io/kubernetes v1.2.3\n)\n");
    environment.put("CKS_AUTH_CACHE", cache().toString());
    environment.put("PATH", temporary.resolve("bin").toString());
  }

  private Path cache() {
    return temporary.resolve("cache");
  }

  private ControlPlaneResolver resolver() {
    return new ControlPlaneResolver(module, environment);
  }

  private Path program(String name, String script) throws IOException {
    Path file = temporary.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void takesTheNamedBinaryThatKnowsItsVersionAsOurs() throws Exception {
    Path binary = program("mine", "echo v1.37.2");
    environment.put(ControlPlaneResolver.EXPLICIT, binary.toString());
    var taken = resolver().resolve(BuildProgress.silent());
    assertThat(taken.controlPlane()).isEqualTo(new ControlPlane.SingleBinary(binary));
    assertThat(taken.describe()).isEqualTo(binary + " (named by CKS_AUTH_KUBE_APISERVER)");
  }

  @Test
  void takesANamedUpstreamBinaryWithTheEtcdBesideIt() throws Exception {
    Path apiServer = program("x/my-apiserver", "exit 1");
    Path etcd = program("x/etcd", "exit 1");
    environment.put(ControlPlaneResolver.EXPLICIT, apiServer.toString());
    assertThat(resolver().resolve(BuildProgress.silent()).controlPlane())
        .isEqualTo(new ControlPlane.Assets(apiServer, etcd));
  }

  @Test
  void prefersTheNamedBinaryToTheAssets() throws Exception {
    environment.put(ControlPlaneResolver.EXPLICIT, program("mine", "echo v1.37.2").toString());
    environment.put("KUBEBUILDER_ASSETS", temporary.toString());
    assertThat(resolver().resolve(BuildProgress.silent()).origin()).isEqualTo(Origin.EXPLICIT);
  }

  @Test
  void takesBothProgramsOfTheAssets() throws Exception {
    Path apiServer = program("assets/kube-apiserver", "exit 1");
    Path etcd = program("assets/etcd", "exit 1");
    environment.put("KUBEBUILDER_ASSETS", temporary.resolve("assets").toString());
    var taken = resolver().resolve(BuildProgress.silent());
    assertThat(taken.controlPlane()).isEqualTo(new ControlPlane.Assets(apiServer, etcd));
    assertThat(taken.origin()).isEqualTo(Origin.KUBEBUILDER_ASSETS);
  }

  @Test
  void namesTheVariableOfAMissingFile() {
    environment.put(ControlPlaneResolver.EXPLICIT, "/nowhere");
    assertThatThrownBy(() -> resolver().resolve(BuildProgress.silent()))
        .isInstanceOf(ControlPlaneUnavailable.class)
        .hasMessageContaining("CKS_AUTH_KUBE_APISERVER names /nowhere, which does not exist");
  }

  @Test
  void namesTheVariableOfAFileThatCannotBeRun() throws Exception {
    Path file = Files.writeString(temporary.resolve("text"), "x");
    environment.put(ControlPlaneResolver.EXPLICIT, file.toString());
    assertThatThrownBy(() -> resolver().find()).hasMessageContaining("is not an executable file");
  }

  @Test
  void namesTheAssetsThatLackEtcd() throws Exception {
    program("assets/kube-apiserver", "exit 1");
    environment.put("KUBEBUILDER_ASSETS", temporary.resolve("assets").toString());
    assertThatThrownBy(() -> resolver().find())
        .hasMessageContaining("KUBEBUILDER_ASSETS names " + temporary.resolve("assets/etcd"));
  }

  @Test
  void listsTheWaysOutWithoutGo() {
    assertThatThrownBy(() -> resolver().resolve(BuildProgress.silent()))
        .isInstanceOf(ControlPlaneUnavailable.class)
        .hasMessageContainingAll(
            "install Go 1.26",
            "KUBEBUILDER_ASSETS",
            "CKS_AUTH_KUBE_APISERVER",
            "--topology containers");
  }

  @Test
  void takesNoGoThatIsTooOld() throws Exception {
    program("bin/go", "echo go version go1.25.9 linux/amd64");
    assertThat(resolver().canBuild()).isFalse();
  }

  @Test
  void buildsOnceAndThenTakesTheCache() throws Exception {
    program(
        "bin/go",
        """
        case "$*" in
          *' version') echo go version go1.26.0 linux/amd64 ;;
          build*) while [ "$1" != -o ]; do shift; done; echo '#!/bin/sh' >"$2" ;;
        esac\
        """);
    environment.compute("PATH", (name, value) -> value + ":/usr/bin:/bin");
    assertThat(resolver().find()).isEmpty();
    assertThat(resolver().resolve(BuildProgress.silent()).origin()).isEqualTo(Origin.BUILT);
    assertThat(resolver().resolve(BuildProgress.silent()).origin()).isEqualTo(Origin.CACHE);
  }
}
