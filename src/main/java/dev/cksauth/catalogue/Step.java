package dev.cksauth.catalogue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One step of a scenario: exactly one verb. */
public sealed interface Step {

  /** What every step has. */
  Head head();

  /**
   * What every step has.
   *
   * @param title what it shows; for a control, what it proves
   * @param control whether it proves that the means work
   * @param save name to the JSON pointer into the answer where its value stands
   */
  record Head(String title, boolean control, Expectation expect, Map<String, String> save) {}

  /**
   * Sends a request to an endpoint.
   *
   * @param endpoint its name
   * @param as {@code none}, a kind of credential, or the name of one that a step issued
   * @param path path and query as sent; absent: a SelfSubjectReview
   * @param headers in order; <code>{token}</code> stands for the credential's token
   * @param raw the lines of all of it, instead of what a library makes of the rest; empty: none
   */
  record Request(
      Head head,
      String endpoint,
      String as,
      Optional<String> method,
      Optional<String> path,
      Map<String, List<String>> headers,
      Optional<JsonNode> body,
      Optional<String> protocol,
      List<String> raw)
      implements Attempt {

    /** The same without a credential, and without headers, which might hold one. */
    public Request bare() {
      return new Request(
          head, endpoint, Names.NONE, method, path, Map.of(), body, protocol, List.of());
    }

    /** The same of other lines. */
    public Request withRaw(List<String> lines) {
      return new Request(
          head, endpoint, as, method, path, headers, body, protocol, List.copyOf(lines));
    }
  }

  /** What can be repeated until it is answered as expected. */
  sealed interface Attempt extends Step {

    /** The credential that it presents. */
    String as();
  }

  /**
   * Has a token reviewed: by the webhook under test, or through a cluster's TokenReview API.
   *
   * @param token a token as it stands, instead of a credential
   * @param times how often the token's text, or that of the form, is written one after the other
   * @param version of {@code authentication.k8s.io}
   * @param form what of it is other than an API server sends it
   */
  record Review(
      Head head,
      String as,
      Optional<String> token,
      int times,
      String version,
      Optional<List<String>> audiences,
      Form form)
      implements Attempt {}

  /**
   * What of a review is other than an API server sends it (contract A.1, A-92).
   *
   * @param path path and query; <code>{path}</code> stands for the webhook's own path
   * @param headers in the place of the usual ones of these names; no value: without it
   * @param with merged into the review's JSON; null takes a member away (RFC 7396)
   * @param text the whole body; <code>{review}</code> stands for the review's JSON
   * @param within how long to wait for the answer
   * @param raw the lines of all of the request, instead of what a library makes of the rest
   */
  record Form(
      Optional<String> method,
      Optional<String> path,
      Map<String, List<String>> headers,
      Optional<JsonNode> with,
      Optional<String> text,
      Optional<String> protocol,
      Optional<Duration> within,
      List<String> raw) {

    /** The same with its text written several times one after the other. */
    public Form repeated(int times) {
      return new Form(
          method,
          path,
          headers,
          with,
          text.map(written -> written.repeat(times)),
          protocol,
          within,
          raw);
    }

    /** The same over a protocol. */
    public Form over(Optional<String> spoken) {
      return new Form(method, path, headers, with, text, spoken, within, raw);
    }

    /** As an API server sends it. */
    public static final Form USUAL =
        new Form(
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());
  }

  /**
   * Has a credential made.
   *
   * @param seconds how long a ServiceAccount token is to be good
   * @param bound what a ServiceAccount token is bound to: {@code secret} or {@code pod}
   * @param of the credential whose ServiceAccount, and bound object, another token is for
   */
  record Issue(
      Head head,
      String name,
      String kind,
      List<String> audiences,
      Optional<Integer> seconds,
      Optional<String> bound,
      Optional<String> of)
      implements Step {}

  /**
   * Makes a token of an issuer with the keys that the subject's file gives of it.
   *
   * @param issuer its name
   * @param header in the place of what the token's header usually has; null takes it away
   * @param claims the same for its claims; {@code {in: TIME}} and {@code {ago: TIME}} are times
   * @param twice claims that stand before the others once more
   * @param newest whether it is signed by the last fitting key of the file, not the first
   * @param padding how many characters more it has, in a claim that nobody knows
   */
  record Sign(
      Head head,
      String name,
      String issuer,
      JsonNode header,
      JsonNode claims,
      JsonNode twice,
      boolean newest,
      int padding)
      implements Step {}

  /**
   * Has a token made as a user gets one: the subject's file says how.
   *
   * @param issuer at which; absent: at the first webhook of the file
   * @param user the issuer's name of one, or that of the webhook's credential
   * @param login in which way the user logs in
   * @param within for how long it is tried again until it comes out as expected; {@link #LOCK_OUT}
   *     for what the subject's file says of its webhook
   */
  record LogIn(
      Head head,
      String name,
      Optional<String> issuer,
      String user,
      String login,
      Optional<Duration> within)
      implements Step {}

  /**
   * Has the webhook under test decide on an access.
   *
   * @param decision which of the subject's decisions: {@code allowed}, {@code denied}, {@code
   *     no-opinion}, or {@code unlisted} for a user whom nobody knows
   * @param version of {@code authorization.k8s.io}
   */
  record Access(Head head, String decision, String version, Form form) implements Attempt {
    @Override
    public String as() {
      return Names.NONE;
    }
  }

  /** Makes a token of a form that is known, which nobody issued. */
  record Make(Head head, String name, String form) implements Step {}

  /** Makes a bad credential of a good one by one named mutation. */
  record Forge(Head head, String name, String mutation, String from) implements Step {}

  /**
   * Asks for an action of the subject's file, or has the administrator do away with what a token
   * hangs on: {@link #DELETE_ACCOUNT}, {@link #DELETE_BOUND}.
   *
   * @param issuer whose action it is; absent: the subject's own
   * @param webhook whose action it is, {@link Names#TOKEN} for the first one of the file
   * @param fault which fault the issuer or webhook is to have
   * @param user whom the issuer or webhook is to enable, disable, or end the sessions of
   * @param group the group that is about, where it is not the whole account
   * @param device the device that it is about, where it is not the whole account
   * @param answer what the webhook is to answer in the place of what it would
   * @param times for how many calls, where it is not until the end of the scenario
   */
  record Act(
      Head head,
      String action,
      Optional<String> credential,
      Optional<String> webhook,
      Optional<String> issuer,
      Optional<String> fault,
      Optional<String> user,
      Optional<String> group,
      Optional<String> device,
      Optional<JsonNode> answer,
      Optional<Integer> times)
      implements Step {

    /** Whether it is for the administrator, and not an action of the subject's file. */
    public boolean deletes() {
      return action.equals(DELETE_ACCOUNT) || action.equals(DELETE_BOUND);
    }
  }

  /** Deletes the ServiceAccount of a token. */
  String DELETE_ACCOUNT = "delete-account";

  /** Deletes the object that a token is bound to. */
  String DELETE_BOUND = "delete-bound-object";

  /**
   * Changes the subject through the CKS API, by one PATCH, and waits until the cluster runs again.
   *
   * @param as whose token asks for it
   * @param cluster the id in the path
   * @param mask the update mask; empty: none
   * @param fields what else the body has
   * @param text a body as it stands, instead
   * @param waits whether the cluster is waited for
   * @param harmful whether it may leave the cluster unusable: only a disposable one is given it
   */
  record Configure(
      Head head,
      String as,
      String cluster,
      Optional<String> mask,
      JsonNode fields,
      Optional<String> text,
      boolean waits,
      boolean harmful)
      implements Step {}

  /**
   * Asks the observer before a webhook what the webhook was asked since the scenario began.
   *
   * @param webhook the part's name, {@link Names#TOKEN} for the first one of the file
   * @param as the credential whose token the calls are about; empty: all calls
   * @param about JSON pointer into the review to what must stand there for a call to count
   * @param last whether only calls since the last such step count
   * @param within how long to wait until it is as expected
   */
  record Observe(
      Head head,
      String webhook,
      Optional<String> as,
      Map<String, String> about,
      boolean last,
      Optional<Duration> within)
      implements Step {
    public Observe {
      about = Map.copyOf(about);
    }
  }

  /** Stands for as long as a webhook locks a user out. */
  Duration LOCK_OUT = Duration.ZERO;

  /** Stands for as long as an API server may keep an answer of its webhook. */
  Duration CACHES = Duration.ZERO;

  /**
   * Repeats a request or a review until it is answered as expected three times in a row.
   *
   * @param within at most; {@link #CACHES} for what the subject's file says of its webhook
   */
  record Await(Head head, Attempt attempt, Duration within) implements Step {}

  /** Runs a named check class: what data cannot say. */
  record Check(Head head, String name, JsonNode with) implements Step {}
}
