package dev.cksauth.mutant;

import java.util.stream.Stream;

/** Consoles that hand out the wrong thing. */
final class ConsoleMutants {
  private ConsoleMutants() {}

  static Stream<Mutant> all() {
    return Stream.of(
        new Mutant(
            "kubeconfig-leads-past-the-managed-endpoint",
            Part.CONSOLE,
            "kubeconfig/points-at-managed",
            stage -> {
              int unmanaged = stage.reference().endpoint("unmanaged").port();
              stage.kubeconfig("console-admin", honest -> Stage.leadingTo(honest, unmanaged));
            }),
        new Mutant(
            "kubeconfig-has-a-token-of-the-past",
            Part.CONSOLE,
            "kubeconfig/logs-in",
            stage -> {
              String revoked = stage.reference().token("console-revoked");
              stage.kubeconfig(
                  "console-admin",
                  honest -> honest.replaceFirst("(?m)^( +token:) .*$", "$1 " + revoked));
            }),
        new Mutant(
            "kubeconfig-trusts-anybody",
            Part.CONSOLE,
            "kubeconfig/checks-certificates",
            stage ->
                stage.kubeconfig(
                    "console-admin",
                    honest ->
                        honest.replaceFirst(
                            "certificate-authority-data: .*", "insecure-skip-tls-verify: true"))),
        new Mutant(
            "gives-the-unmanaged-name-for-deprecated",
            Part.CONSOLE,
            "names/deprecated-is-told-by-its-form",
            stage ->
                stage.replace(
                    stage.reference().endpoint("deprecated").url().toString(),
                    stage.reference().endpoint("unmanaged").url().toString())),
        new Mutant(
            "gives-the-deprecated-name-for-unmanaged",
            Part.CONSOLE,
            "names/unmanaged-is-derived-from-managed",
            stage -> {
              String unmanaged = stage.reference().endpoint("unmanaged").url().toString();
              String deprecated = stage.reference().endpoint("deprecated").url().toString();
              stage.replace(unmanaged, "https://swapped.test");
              stage.replace(deprecated, unmanaged);
              stage.replace("https://swapped.test", deprecated);
            }));
  }
}
