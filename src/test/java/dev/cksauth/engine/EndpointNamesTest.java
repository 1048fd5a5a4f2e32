package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of CKS host names, and what is not accused for having another. */
final class EndpointNamesTest {
  private static final String MANAGED = "a74af4-22df2adc.k8s.us-east-04a.coreweave.com";
  private static final String DEPRECATED = "api.a74af4-my-cluster.k8s.us-east-04a.coreweave.com";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a74af4-22df2adc.k8s.us-east-04a.coreweave.com",
        "https://a74af4-22df2adc.k8s.US-EAST-04A.coreweave.com/",
        "https://A74AF4-22DF2ADC.k8s.us-east-04a.coreweave.com.",
        "https://a74af4-22df2adc.k8s.us-east-04a.coreweave.com.:443/"
      })
  void aHostIsTheSameHoweverItWasCopied(String url) {
    assertThat(CksName.host(URI.create(url))).isEqualTo(MANAGED);
  }

  @Test
  void aNameMayHaveHyphensItself() {
    assertThat(CksName.of(DEPRECATED))
        .contains(new CksName(true, "a74af4", "my-cluster", "us-east-04a", "coreweave.com"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "127.0.0.1",
        "kubernetes.default.svc",
        "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d.k8s.vendor.com",
        "abcdef.c1.zone7.k8s.vendor.net",
        "9b1deb4d-3b7d.api.k8s.zone-1.vendor.cloud",
        "a74af4.k8s.us-east-04a.coreweave.com"
      })
  void othersAreNotTakenForCks(String host) {
    assertThat(CksName.of(host)).isEmpty();
  }

  @Test
  void theUnmanagedHostHasApiBeforeIt() {
    assertThat(EndpointNames.unmanaged(MANAGED, "api." + MANAGED).kind())
        .isEqualTo(Judged.Kind.MET);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        DEPRECATED + " | the deprecated form: my-cluster stands in the place of the hash 22df2adc",
        MANAGED + " | got " + MANAGED,
        "kubernetes.customer.test | got kubernetes.customer.test",
        "api.ffffff-22df2adc.k8s.us-east-04a.coreweave.com | got api.ffffff-22df2adc"
      })
  void anotherUnmanagedHostIsToldFor(String unmanaged, String why) {
    Judged judged = EndpointNames.unmanaged(MANAGED, unmanaged);
    assertThat(judged.kind()).isEqualTo(Judged.Kind.UNMET);
    assertThat(judged.why()).contains("api." + MANAGED, why);
  }

  @Test
  void onlyWhatIsOfTheSameOrganisationIsSaidToBeDeprecated() {
    String other = "api.ffffff-my-cluster.k8s.us-east-04a.coreweave.com";
    assertThat(EndpointNames.unmanaged(MANAGED, other).why()).doesNotContain("deprecated");
  }

  @Test
  void twoNamesTheOtherWayRoundAreToldSo() {
    assertThat(EndpointNames.unmanaged("api." + MANAGED, MANAGED).why())
        .contains("the other way round");
  }

  @Test
  void aManagedHostHasNoApiBeforeIt() {
    assertThat(EndpointNames.unmanaged("api." + MANAGED, "other.test").why())
        .contains("a managed host without api.");
  }

  @ParameterizedTest
  @CsvSource({
    DEPRECATED + ", MET",
    "api." + MANAGED + ", UNMET",
    "a74af4-my-cluster.k8s.us-east-04a.coreweave.com, UNMET",
    "api.a74af4-my-cluster.k8s.us-west-01a.coreweave.com, UNMET",
    "api.ffffff-my-cluster.k8s.us-east-04a.coreweave.com, UNMET",
    "old.customer.test, UNMET"
  })
  void theDeprecatedHostHasANameInThePlaceOfTheHash(String deprecated, Judged.Kind kind) {
    assertThat(EndpointNames.deprecated(MANAGED, deprecated).kind()).isEqualTo(kind);
  }
}
