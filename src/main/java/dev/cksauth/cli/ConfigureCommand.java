package dev.cksauth.cli;

import dev.cksauth.engine.configuration.Change;
import dev.cksauth.input.Problems;
import dev.cksauth.subject.Authorities;
import dev.cksauth.subject.PemFiles;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Configures a cluster with a webhook or an issuer through its CKS API. */
@Command(
    name = "configure",
    description = {
      "Configures a running cluster with a webhook or an OIDC issuer, through its CKS API.",
      "",
      "It proves a login that does not depend on the change, notes what the cluster has now, asks"
          + " for the change, waits until the cluster runs, and with --check until a credential of"
          + " the subject file logs in. Where that does not happen, and on Ctrl-C, the change is"
          + " taken back. `cks-auth restore` takes back a change that was made.",
      ""
    },
    subcommands = {ConfigureCommand.Webhook.class, ConfigureCommand.Oidc.class})
final class ConfigureCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "what is to be configured is missing: webhook or oidc");
  }

  /** The webhook. */
  @Command(
      name = "webhook",
      description = "Has the API server ask a webhook about tokens it does not know.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:it is configured, and in use where that was to be checked",
        "1:it did not come into use, or was not taken; the cluster is as it was",
        "2:wrong input; nothing was sent",
        "3:it could not be taken back; the message says how the cluster stands"
      })
  static final class Webhook implements Callable<ExitCode> {
    @Option(names = "--url", paramLabel = "URL", description = "Where the API server reaches it.")
    private @Nullable String url;

    @Option(
        names = "--ca",
        paramLabel = "FILE",
        description = "What signed its certificate, in PEM; default: an authority all trust")
    private @Nullable Path ca;

    @Option(
        names = "--authorization",
        description = "It decides on accesses, in the place of tokens.")
    private boolean accesses;

    @Option(names = "--remove", description = "Removes the webhook instead.")
    private boolean remove;

    @Mixin private ConfigurableSubject subject = new ConfigurableSubject();
    @Mixin private ChangeOptions options = new ChangeOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public ExitCode call() throws CommandFailure {
      requireOne(spec, url != null, remove, "--url or --remove");
      Change change =
          url == null
              ? Change.withoutWebhook(accesses)
              : Change.webhook(https(spec, "--url", url), authorities(ca), accesses);
      return options.run(change, subject, spec.commandLine());
    }
  }

  /** The issuer. */
  @Command(
      name = "oidc",
      description = "Has the API server take the tokens of an OIDC issuer.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:it is configured, and in use where that was to be checked",
        "1:it did not come into use, or was not taken; the cluster is as it was",
        "2:wrong input; nothing was sent",
        "3:it could not be taken back; the message says how the cluster stands"
      })
  static final class Oidc implements Callable<ExitCode> {
    @Option(names = "--issuer", paramLabel = "URL", description = "As its tokens name it.")
    private @Nullable String issuer;

    @Option(names = "--client-id", paramLabel = "ID", description = "Whom its tokens are for.")
    private @Nullable String clientId;

    @Option(names = "--username-claim", paramLabel = "CLAIM", description = "Default: sub")
    private @Nullable String usernameClaim;

    @Option(
        names = "--username-prefix",
        paramLabel = "TEXT",
        description = "Before users' names; - for none; default: the issuer and #")
    private @Nullable String usernamePrefix;

    @Option(names = "--groups-claim", paramLabel = "CLAIM", description = "Default: no groups")
    private @Nullable String groupsClaim;

    @Option(names = "--groups-prefix", paramLabel = "TEXT", description = "Before groups' names.")
    private @Nullable String groupsPrefix;

    @Option(names = "--required-claim", paramLabel = "CLAIM=VALUE", description = "Tokens have it.")
    private @Nullable String requiredClaim;

    @Option(
        names = "--ca",
        paramLabel = "FILE",
        description = "What signed its certificate, in PEM; default: an authority all trust")
    private @Nullable Path ca;

    @Option(names = "--remove", description = "Removes the issuer instead.")
    private boolean remove;

    @Mixin private ConfigurableSubject subject = new ConfigurableSubject();
    @Mixin private ChangeOptions options = new ChangeOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public ExitCode call() throws CommandFailure {
      requireOne(spec, issuer != null, remove, "--issuer or --remove");
      if (issuer != null && clientId == null) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "--issuer needs --client-id beside it");
      }
      Change change =
          issuer == null
              ? Change.withoutIssuer()
              : Change.issuer(https(spec, "--issuer", issuer), authorities(ca), settings());
      return options.run(change, subject, spec.commandLine());
    }

    private Map<String, String> settings() {
      Map<String, String> settings = new TreeMap<>();
      put(settings, "clientId", clientId);
      put(settings, "usernameClaim", usernameClaim);
      put(settings, "usernamePrefix", usernamePrefix);
      put(settings, "groupsClaim", groupsClaim);
      put(settings, "groupsPrefix", groupsPrefix);
      put(settings, "requiredClaim", requiredClaim);
      return settings;
    }

    private static void put(Map<String, String> settings, String name, @Nullable String value) {
      if (value != null && !value.isEmpty()) {
        settings.put(name, value);
      }
    }
  }

  private static void requireOne(CommandSpec spec, boolean one, boolean other, String which) {
    if (one == other) {
      throw new CommandLine.ParameterException(spec.commandLine(), "give either " + which);
    }
  }

  /** What is sent to a server that shows no certificate can be read on the way. */
  private static URI https(CommandSpec spec, String option, String text) {
    try {
      URI url = new URI(text);
      if ("https".equals(url.getScheme()) && url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException malformed) {
      // As any other text that is none.
    }
    throw new CommandLine.ParameterException(
        spec.commandLine(), option + ": is no https URL: " + text);
  }

  private static Optional<Authorities> authorities(@Nullable Path file) throws CommandFailure {
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Authorities(file.toString(), PemFiles.certificates(file)));
    } catch (IOException unusable) {
      Problems problems = new Problems();
      problems.add("--ca", dev.cksauth.input.Position.START, String.valueOf(unusable.getMessage()));
      RunInput.require(problems);
      throw new IllegalStateException(unusable);
    }
  }
}
