package dev.cksauth.reference.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.reference.container.Images.Image;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ImagesTest {
  private static Images of(Map<String, String> variables) {
    return Images.of(name -> Optional.ofNullable(variables.get(name)));
  }

  @Test
  void theProgramsImageHasItsVersion() {
    assertThat(of(Map.of()).text(Image.CKS_AUTH)).matches("cks-auth/cks-auth:\\d.*");
  }

  @Test
  void aVariableReplacesAName() {
    assertThat(of(Map.of("CKS_AUTH_IMAGE_K3S", "rancher/k3s:v1")).text(Image.K3S))
        .isEqualTo("rancher/k3s:v1");
  }

  @Test
  void aVariableWithoutValueReplacesNothing() {
    assertThat(of(Map.of("CKS_AUTH_IMAGE_KEYCLOAK", " ")).text(Image.KEYCLOAK))
        .startsWith("cks-auth/keycloak:");
  }

  @Test
  void aSubstituteStandsForThePublishedImage() {
    assertThat(
            of(Map.of())
                .name(Image.K3S)
                .isCompatibleWith(org.testcontainers.utility.DockerImageName.parse("rancher/k3s")))
        .isTrue();
  }
}
