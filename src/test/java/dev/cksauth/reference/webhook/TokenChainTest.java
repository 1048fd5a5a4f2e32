package dev.cksauth.reference.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Several kinds of tokens behind one webhook. */
final class TokenChainTest {
  private static final TokenAuthenticator DOWN =
      (token, audiences) -> new Decision.Undecided("down");

  private static TokenAuthenticator naming(String name) {
    return (token, audiences) -> new Decision.Authenticated(User.of(name, List.of()), audiences);
  }

  private static TokenAuthenticator notReady() {
    return new TokenAuthenticator() {
      @Override
      public Decision authenticate(String token, List<String> audiences) {
        return new Decision.Undecided("down");
      }

      @Override
      public boolean ready() {
        return false;
      }
    };
  }

  private final TokenChain chain =
      new TokenChain(
          List.of(
              TokenChain.Link.prefixed("dir_", naming("session")),
              TokenChain.Link.jwt(naming("jwt")),
              TokenChain.Link.prefixed("opq_", DOWN)));

  private static String who(Decision decision) {
    return ((Decision.Authenticated) decision).user().username();
  }

  @Test
  void itsFormSaysWhoseATokenIs() {
    assertThat(who(chain.authenticate("dir_x", List.of()))).isEqualTo("session");
    assertThat(who(chain.authenticate("eyJh.e30.sig", List.of()))).isEqualTo("jwt");
  }

  @Test
  void whatIsOfNoKindIsDeniedAlsoWhileOneIsDown() {
    assertThat(chain.authenticate("anything", List.of()))
        .isInstanceOf(Decision.NotAuthenticated.class);
    assertThat(chain.authenticate("eyJh.e30", List.of()))
        .isInstanceOf(Decision.NotAuthenticated.class);
  }

  @Test
  void oneThatIsDownIsAskedAboutItsOwnTokensOnly() {
    assertThat(chain.authenticate("opq_x", List.of())).isInstanceOf(Decision.Undecided.class);
    assertThat(who(chain.authenticate("dir_x", List.of()))).isEqualTo("session");
  }

  @Test
  void itIsReadyWhereOneIs() {
    TokenChain.Link none = TokenChain.Link.prefixed("a", notReady());
    assertThat(new TokenChain(List.of(none)).ready()).isFalse();
    assertThat(new TokenChain(List.of(none, TokenChain.Link.jwt(naming("jwt")))).ready()).isTrue();
  }
}
