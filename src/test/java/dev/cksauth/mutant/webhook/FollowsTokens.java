package dev.cksauth.mutant.webhook;

import dev.cksauth.reference.webhook.DecisionLog;
import dev.cksauth.reference.webhook.Fault;
import dev.cksauth.reference.webhook.TokenAuthenticator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** Goes where tokens send it. */
record FollowsTokens(String by) implements Fault {
  private static final int CONNECT_MILLIS = 2000;

  @Override
  public TokenAuthenticator authenticator(TokenAuthenticator honest, DecisionLog log) {
    return (token, audiences) -> {
      Jwt.read(token)
          .map(jwt ->
              by.equals("issuer")
                  ? jwt.claims().path("iss").asString("")
                  : jwt.header().path("jku").asString(""))
          .filter(address -> address.startsWith("http"))
          .ifPresent(FollowsTokens::call);
      return honest.authenticate(token, audiences);
    };
  }

  private static void call(String address) {
    URI uri = URI.create(address);
    int port = uri.getPort() >= 0 ? uri.getPort() : 443;
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(uri.getHost(), port), CONNECT_MILLIS);
    } catch (IOException nobody) {
      // It tried.
    }
  }
}
