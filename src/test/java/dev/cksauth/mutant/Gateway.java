package dev.cksauth.mutant;

import dev.cksauth.reference.console.ConsoleUser;
import dev.cksauth.reference.managed.Caller;
import dev.cksauth.reference.managed.Front;
import dev.cksauth.reference.managed.Header;
import dev.cksauth.reference.managed.Refusal;
import dev.cksauth.reference.managed.RequestHead;
import dev.cksauth.reference.topology.OpenReference;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import tools.jackson.databind.JsonNode;

/** What gateways before the API server of a reference system can do, for good and ill. */
final class Gateway {
  private final OpenReference reference;
  private final URI apiServer;
  private final String administratorToken;

  Gateway(OpenReference reference) {
    this(reference, reference.apiServer(), reference.administratorToken());
  }

  /** The same before another API server, whose administrator has another token. */
  Gateway(OpenReference reference, URI apiServer, String administratorToken) {
    this.reference = reference;
    this.apiServer = apiServer;
    this.administratorToken = administratorToken;
  }

  /**
   * Carries the request as it is. TLS ends at the gateway, so the user of a client certificate is
   * named to the API server by impersonation.
   */
  Front.Turn honest(Front.Arrival arrival) {
    return ours(arrival)
        .map(shown -> as(arrival.head(), user(shown)))
        .orElseGet(() -> pass(withoutUpgrade(arrival.head())));
  }

  /** No gateway here carries an upgrade; the token beside one goes on in the usual place. */
  private static RequestHead withoutUpgrade(RequestHead head) {
    return Heads.subprotocols(head)
        .findFirst()
        .map(token -> Heads.with(head, "Authorization", "Bearer " + token))
        .orElse(head);
  }

  /** The certificate of the sender, if the cluster's authority signed it. */
  Optional<X509Certificate> ours(Front.Arrival arrival) {
    return arrival
        .certificate()
        .filter(shown -> {
          try {
            shown.verify(reference.authority().certificate().getPublicKey());
            return true;
          } catch (GeneralSecurityException stranger) {
            return false;
          }
        });
  }

  Front.Turn pass(RequestHead head) {
    return new Front.Pass(apiServer, head);
  }

  /** Has the API server take the request for this user's. */
  Front.Turn as(RequestHead head, Caller caller) {
    RequestHead bare =
        Heads.without(
            head,
            header ->
                header.key().equals("authorization") || header.key().startsWith("impersonate-"));
    List<Header> headers = new ArrayList<>(bare.headers());
    headers.add(new Header("Authorization", "Bearer " + administratorToken));
    headers.add(new Header("Impersonate-User", caller.username()));
    caller.groups().forEach(group -> headers.add(new Header("Impersonate-Group", group)));
    return pass(new RequestHead(head.method(), head.target(), headers));
  }

  /** The user of the first token that the Console knows. */
  Optional<Caller> consoleUser(Stream<String> tokens) {
    return tokens
        .flatMap(token -> reference.console().authenticate(token).stream())
        .map(Gateway::caller)
        .findFirst();
  }

  static Caller caller(ConsoleUser user) {
    return new Caller(user.name(), List.of(user.role().group(), "system:authenticated"));
  }

  /** Whom the API server takes a token for; its own audiences when none are given. */
  Optional<Caller> reviewed(String token, List<String> audiences) throws Exception {
    JsonNode status = reference.review(token, audiences);
    if (!status.path("authenticated").asBoolean(false)) {
      return Optional.empty();
    }
    JsonNode user = status.path("user");
    List<String> groups =
        user.path("groups").valueStream().map(group -> group.asString("")).toList();
    return Optional.of(new Caller(user.path("username").asString(""), groups));
  }

  /** Whether there is a bearer token, and the API server does not take it. */
  boolean bad(RequestHead head) throws Exception {
    Optional<String> token = Heads.bearer(head);
    return token.isPresent() && reviewed(token.get(), List.of()).isEmpty();
  }

  /** As the API server reads a certificate: its common name and its organisations. */
  static Caller user(X509Certificate certificate) {
    try {
      List<Rdn> names = new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
      return new Caller(values(names, "CN").findFirst().orElse(""), values(names, "O").toList());
    } catch (InvalidNameException e) {
      throw new IllegalArgumentException("not a name of a user", e);
    }
  }

  private static Stream<String> values(List<Rdn> names, String type) {
    return names.stream()
        .filter(name -> name.getType().equalsIgnoreCase(type))
        .map(name -> name.getValue().toString());
  }

  /** A page as gateways have them. */
  static Refusal page(int status, String text, Header... more) {
    List<Header> headers = new ArrayList<>(List.of(more));
    headers.add(new Header("Content-Type", "text/html"));
    return new Refusal(status, headers, "<html><body>" + text + "</body></html>");
  }
}
