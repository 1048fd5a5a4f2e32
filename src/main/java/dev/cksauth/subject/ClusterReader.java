package dev.cksauth.subject;

import dev.cksauth.catalogue.Names;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a file of kind Cluster. */
final class ClusterReader {
  private static final int HIGHEST_PORT = 65535;

  private final KubeconfigReader kubeconfigs;
  private final Set<String> capabilities;

  ClusterReader(KubeconfigReader kubeconfigs, Set<String> capabilities) {
    this.kubeconfigs = kubeconfigs;
    this.capabilities = capabilities;
  }

  Subject read(Value root) {
    Source source = root.source();
    List<Endpoint> endpoints = endpoints(root.at("endpoints"));
    Optional<Administrator> administrator = root.maybe("administrator").map(this::administrator);
    Optional<OidcSettings> oidc = root.maybe("oidc").map(ClusterReader::oidc);
    List<Credential> credentials = Parts.named(root.at("credentials"), Set.of(), this::credential);
    Optional<CksApi> cksApi = root.maybe("cksApi").map(ClusterReader::cksApi);
    List<WebhookPart> webhooks = Parts.named(root.at("webhooks"), Set.of(), ClusterReader::webhook);
    List<Issuer> issuers =
        root.at("issuers").items().stream().map(each -> issuer(each, oidc)).toList();
    requireNamedOnce(root.at("issuers"), issuers);
    requireAuthorizersLast(root.at("webhooks"), webhooks);
    Optional<Signer> signer = root.maybe("serviceAccountSigner").flatMap(PemReader::signer);
    var actions = Parts.actions(root);
    var declared = Parts.capabilities(root, capabilities);
    return new ClusterSubject(
        source.file(),
        Parts.metadata(root),
        endpoints,
        administrator,
        oidc,
        declared,
        credentials,
        cksApi,
        webhooks,
        issuers,
        signer,
        actions,
        Parts.allow(root),
        source.inventory(),
        Blanked.of(source));
  }

  private static List<Endpoint> endpoints(Value endpoints) {
    List<Endpoint> read = new ArrayList<>();
    for (String name : Endpoint.OF_VENDOR) {
      endpoints.maybe(name).ifPresent(each -> read.add(endpoint(name, each)));
    }
    read.addAll(
        Parts.named(
            endpoints.at("custom"),
            Set.copyOf(Endpoint.OF_VENDOR),
            each -> endpoint(each.text("name").orElse(""), each)));
    return read;
  }

  private static Endpoint endpoint(String name, Value value) {
    Optional<Address> address = value.maybe("address").flatMap(ClusterReader::address);
    URI url = Urls.read(value.at("url"), Urls.Rule.CLUSTER);
    String where = value.shown();
    Contact contact =
        address
            .map(dialled -> new Contact(where, dialled.host(), dialled.port(), Optional.of(url)))
            .orElseGet(() -> Contact.of(where, url));
    value.source().found().contacts().add(contact);
    return new Endpoint(name, url, Parts.authorities(value), address);
  }

  private static Optional<Address> address(Value value) {
    Optional<Address> address =
        value
            .text()
            .filter(text -> text.matches("(\\[[0-9A-Fa-f:.]+]|[^:\\s/]+):[0-9]{1,5}"))
            .map(Address::parse);
    if (address.isPresent() && (address.get().port() == 0 || address.get().port() > HIGHEST_PORT)) {
      value.problem("has a port that does not exist");
    }
    return address;
  }

  private Administrator administrator(Value value) {
    return new Administrator(kubeconfigs.read(value.at("kubeconfig"), Urls.Rule.CLUSTER));
  }

  private static OidcSettings oidc(Value value) {
    return settings(value, value.at("issuer").contact(Urls.Rule.ISSUER));
  }

  private static OidcSettings settings(Value value, URI issuer) {
    List<String> algorithms = value.texts("algorithms");
    return new OidcSettings(
        issuer,
        value.text("clientId").orElse(""),
        algorithms.isEmpty() ? List.of("RS256") : algorithms,
        value.text("usernameClaim").orElse("sub"),
        value.maybe("usernamePrefix").map(each -> each.json().asString("")),
        value.text("groupsClaim"),
        value.maybe("groupsPrefix").map(each -> each.json().asString("")));
  }

  private Credential credential(Value value) {
    String word = value.text("kind").orElse("");
    CredentialKind kind =
        Stream.of(CredentialKind.values())
            .filter(each -> word.startsWith(each.word()))
            .findFirst()
            .orElse(CredentialKind.CONSOLE);
    CredentialState state =
        Stream.of(CredentialState.EXPIRED, CredentialState.REVOKED)
            .filter(each -> word.equals(kind.word() + "-" + each.word()))
            .findFirst()
            .orElse(CredentialState.VALID);
    Optional<Kubeconfig> kubeconfig =
        value
            .maybe("kubeconfig")
            .filter(each -> kind == CredentialKind.CONSOLE)
            .map(each -> kubeconfigs.read(each, Urls.Rule.CLUSTER));
    return new Credential(
        value.text("name").orElse(""),
        word,
        kind,
        state,
        value
            .maybe("token")
            .map(SecretReader::read)
            .or(() -> kubeconfig.flatMap(each -> bearer(value, each))),
        Parts.certificate(value),
        Parts.expected(value),
        List.of(),
        value.flag("disposable"),
        value.text("role"),
        kubeconfig);
  }

  private static Optional<Secret> bearer(Value value, Kubeconfig kubeconfig) {
    Optional<Secret> bearer = kubeconfig.client().bearer();
    if (bearer.isEmpty() && !kubeconfig.context().isEmpty()) {
      value
          .at("kubeconfig")
          .problem(
              "has no token for the user of context `"
                  + kubeconfig.context()
                  + "`; allowed: token, tokenFile, exec");
    }
    return bearer;
  }

  private static CksApi cksApi(Value value) {
    String id = value.text("clusterId").orElse("");
    Optional<String> disposable = value.text("disposableCluster");
    if (disposable.isPresent() && !disposable.get().equals(id)) {
      value.at("disposableCluster").problem("is another cluster than clusterId; give the same id");
    }
    return new CksApi(
        value.at("url").contact(Urls.Rule.ANY),
        Parts.authorities(value),
        SecretReader.read(value.at("token")),
        value.maybe("readOnlyToken").map(SecretReader::read),
        id,
        value.flag("mayReconfigure"),
        disposable.isPresent());
  }

  /** A scenario means one issuer by its name. */
  private static void requireNamedOnce(Value list, List<Issuer> issuers) {
    for (int i = 0; i < issuers.size(); i++) {
      String name = issuers.get(i).name();
      if (!name.isEmpty()
          && issuers.subList(0, i).stream().anyMatch(one -> one.name().equals(name))) {
        list.items().get(i).problem("is the second issuer of the name `" + name + "`");
      }
    }
  }

  private static WebhookPart webhook(Value value) {
    return new WebhookPart(
        value.text("name").orElse(""),
        // The API server contacts it, and not the suite.
        value.maybe("url").map(url -> Urls.read(url, Urls.Rule.ANY)),
        Parts.authorities(value),
        Parts.actions(value),
        value
            .maybe("observer")
            .map(observer -> new Observer(observer.at("url").contact(Urls.Rule.ANY))),
        Parts.log(value),
        value.maybe("cacheTtl").flatMap(Parts::duration),
        Set.copyOf(value.texts("behind")),
        value.maybe("lockOut").flatMap(Parts::duration),
        value.maybe("authorizer").map(ClusterReader::authorizer));
  }

  private static Authorizer authorizer(Value value) {
    return new Authorizer(
        value.text("version").orElse(Authorizer.USUAL_VERSION),
        value.text("failurePolicy").filter(Authorizer.DENY::equals).isPresent(),
        value.flag("beforeRbac"),
        value.text("exemptUser"));
  }

  /** The first ones are what a cluster is configured with and asks about tokens. */
  private static void requireAuthorizersLast(Value list, List<WebhookPart> parts) {
    boolean behind = false;
    for (int i = 0; i < parts.size(); i++) {
      boolean authorizer = parts.get(i).authorizer().isPresent();
      if (behind && !authorizer) {
        list.items()
            .get(i)
            .problem("must stand before the webhooks that are asked about accesses (`authorizer`)");
      }
      behind |= authorizer;
    }
  }

  private static Issuer issuer(Value value, Optional<OidcSettings> oidc) {
    URI url = value.at("url").contact(Urls.Rule.ISSUER);
    Optional<OidcSettings> configured = oidc.filter(each -> each.issuer().equals(url));
    return new Issuer(
        value.text("name").orElse(configured.isPresent() ? Names.PRIMARY : ""),
        url,
        Parts.authorities(value),
        value.text("clientId").isPresent() ? Optional.of(settings(value, url)) : configured,
        value.maybe("signingKeys").flatMap(PemReader::signer),
        Parts.actions(value));
  }
}
