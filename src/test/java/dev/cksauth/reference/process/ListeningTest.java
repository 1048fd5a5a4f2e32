package dev.cksauth.reference.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ListeningTest {

  @Test
  void aPartOfTheHarnessTakesAnyFreePortOfLoopback() {
    InetSocketAddress address = Listening.loopback().next();
    assertThat(address.getAddress().isLoopbackAddress()).isTrue();
    assertThat(address.getPort()).isZero();
  }

  @Test
  void aPartInAContainerTakesThePublishedPortsInOrder() {
    Listening published = Listening.published(List.of(7001, 7002));
    assertThat(published.next().getPort()).isEqualTo(7001);
    assertThat(published.next())
        .matches(address -> address.getAddress().isAnyLocalAddress() && address.getPort() == 7002);
  }

  @Test
  void morePortsThanArePublishedAreNotTaken() {
    Listening published = Listening.published(List.of());
    assertThatThrownBy(published::next).hasMessageContaining("more servers than ports");
  }
}
