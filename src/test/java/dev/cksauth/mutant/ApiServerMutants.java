package dev.cksauth.mutant;

import dev.cksauth.credential.PrivateFile;
import dev.cksauth.reference.managed.Front;
import dev.cksauth.reference.managed.Header;
import dev.cksauth.reference.managed.Refusal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** API servers that run with a wrong flag, or review tokens wrongly. */
final class ApiServerMutants {
  private ApiServerMutants() {}

  static Stream<Mutant> all() {
    return Stream.of(
        reviewing(
            "reviews-nobody-as-good",
            "service-account/reviewed-through-api",
            """
            {"authenticated": false, "error": "no"}\
            """),
        reviewing(
            "reviews-everybody-as-good",
            "service-account/review-denies-unknown-token",
            """
            {"authenticated": true, "user": {"username": "system:serviceaccount:a:b"}}\
            """),
        new Mutant(
            "knows-console-tokens",
            Part.API_SERVER,
            "unmanaged/rejects-console-token",
            ApiServerMutants::consoleTokens),
        new Mutant(
            "takes-a-user-for-a-front-proxy",
            Part.API_SERVER,
            "unmanaged/ignores-named-identity-with-certificate",
            stage -> {
              // Without a name it does not start any more when the authorities are the same.
              Path authority =
                  stage.reference().system().subjectFiles().getFirst().resolveSibling("ca.pem");
              stage.apiServer(
                  Map.of(
                      "requestheader-client-ca-file",
                      authority.toString(),
                      "requestheader-allowed-names",
                      "cert-user"));
            }),
        flag(
            "has-another-issuer",
            // It publishes what its tokens name: only the form of the vendor tells.
            "service-account/issuer-has-the-form-of-cks",
            "service-account-issuer",
            "https://kubernetes.default.svc.another.test"),
        flag(
            "serves-nobody-anonymous", "anonymous/served-on-unmanaged", "anonymous-auth", "false"));
  }

  /** Reviews of the administrator are answered with a status. */
  static Mutant reviewing(String name, String killer, String status) {
    Front.Answer answer =
        new Front.Answer(
            new Refusal(
                201,
                List.of(new Header("Content-Type", "application/json")),
                """
                {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "status": %s}
                """
                    .formatted(status)));
    return new Mutant(
        name,
        Part.API_SERVER,
        killer,
        stage -> {
          Gateway gateway = stage.gateway();
          stage.frontOfAdministrator(arrival ->
              arrival.head().target().endsWith("/tokenreviews") ? answer : gateway.honest(arrival));
        });
  }

  private static Mutant flag(String name, String killer, String flag, String value) {
    return new Mutant(name, Part.API_SERVER, killer, stage -> stage.apiServer(Map.of(flag, value)));
  }

  /** Only the tokens of the subject file are known before an API server starts. */
  private static void consoleTokens(Stage stage) throws Exception {
    Path tokens =
        PrivateFile.write(
            stage.reference().system().directory().resolve("console-tokens.csv"),
            """
            %s,administrator,administrator,system:masters
            %s,%s,admin,cks:admins
            """
                .formatted(
                    stage.reference().administratorToken(),
                    stage.reference().token("console-admin"),
                    Policies.ADMIN));
    stage.apiServer(Map.of("token-auth-file", tokens.toString()));
    stage.issuesNothing();
  }
}
