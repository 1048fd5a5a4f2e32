package dev.cksauth.cli;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.cksauth.reference.webhook.JwtSettings;
import dev.cksauth.reference.webhook.JwtTokens;
import dev.cksauth.reference.webhook.PublishedKeys;
import dev.cksauth.reference.webhook.StaticTokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves one sample webhook by hand. */
@Command(
    name = "webhook",
    description = {
      "Serves one of the sample webhooks, to be tried, tested and copied.",
      "",
      "  cks-auth webhook static --self-signed tls --tokens tokens.csv",
      "  cks-auth webhook jwt --self-signed tls --issuer https://idp.example.com \\",
      "                       --jwks https://idp.example.com/keys --audience my-cluster",
      ""
    },
    synopsisSubcommandLabel = "(static | jwt)",
    subcommands = {WebhookCommand.Static.class, WebhookCommand.Jwt.class})
final class WebhookCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "give the sample: static or jwt");
  }

  private static ExitCode serve(
      CommandSpec spec,
      ServeOptions options,
      dev.cksauth.reference.webhook.TokenAuthenticator authenticator)
      throws CommandFailure {
    return new ServedSample(spec.commandLine().getOut(), spec.commandLine().getErr())
        .serve(options, authenticator);
  }

  /** Tokens that stand in a file. */
  @Command(
      name = "static",
      description = {
        "Serves tokens of a file in Kubernetes' form, a line each:",
        "",
        "  token,user,uid,\"group1,group2\"",
        ""
      })
  static final class Static implements Callable<ExitCode> {
    @Option(
        names = "--tokens",
        paramLabel = "FILE",
        required = true,
        description = "The file; read anew when it changes.")
    private Path tokens = Path.of("");

    @Option(
        names = "--allow-reserved",
        description = "Lets users and groups have names that begin with system:.")
    private boolean allowReserved;

    @Mixin private ServeOptions options = new ServeOptions();
    @Spec private CommandSpec spec;

    @Override
    public ExitCode call() throws CommandFailure {
      try {
        return serve(spec, options, new StaticTokens(tokens, allowReserved));
      } catch (java.nio.file.NoSuchFileException missing) {
        throw ServeOptions.wrong("--tokens: no such file: " + tokens);
      } catch (IOException unusable) {
        throw ServeOptions.wrong(tokens + ": " + unusable.getMessage());
      }
    }
  }

  /** JSON Web Tokens of one issuer. */
  @Command(name = "jwt", description = "Serves JSON Web Tokens of one issuer.%n")
  static final class Jwt implements Callable<ExitCode> {
    @Option(
        names = "--issuer",
        paramLabel = "URL",
        required = true,
        description = "The one value of iss, letter by letter.")
    private String issuer = "";

    @Option(
        names = "--jwks",
        paramLabel = "URL|FILE",
        required = true,
        description = "The issuer's public keys.")
    private String keys = "";

    @Option(
        names = "--audience",
        paramLabel = "AUDIENCE",
        required = true,
        description = "Whom tokens are for where a review does not say. Repeatable.")
    private List<String> audiences = new ArrayList<>();

    @Option(
        names = "--username-claim",
        paramLabel = "CLAIM",
        description = "default: ${DEFAULT-VALUE}")
    private String usernameClaim = "sub";

    @Option(
        names = "--groups-claim",
        paramLabel = "CLAIM",
        description = "default: ${DEFAULT-VALUE}")
    private String groupsClaim = "groups";

    @Mixin private ServeOptions options = new ServeOptions();
    @Spec private CommandSpec spec;

    @Override
    public ExitCode call() throws CommandFailure {
      JwtSettings settings =
          new JwtSettings(
              issuer,
              audiences,
              JwtSettings.ALGORITHMS,
              usernameClaim,
              groupsClaim,
              "webhook.example.com/");
      return serve(spec, options, new JwtTokens(settings, source(), id -> false));
    }

    private JWKSource<SecurityContext> source() throws CommandFailure {
      try {
        return keys.matches("https?://.+")
            ? PublishedKeys.at(URI.create(keys), Optional.empty())
            : new ImmutableJWKSet<>(JWKSet.load(Path.of(keys).toFile()));
      } catch (IllegalArgumentException | ParseException other) {
        throw ServeOptions.wrong("--jwks: neither a URL nor a file with JSON Web Keys: " + keys);
      } catch (IOException missing) {
        throw ServeOptions.wrong("--jwks: no such file: " + keys);
      }
    }
  }
}
