package dev.cksauth.cli;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.cksauth.credential.PrivateFile;
import dev.cksauth.report.ReportFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a key to sign certificates with. */
@Command(
    name = "keygen",
    description = {
      "Makes a key to sign certificates with: PREFIX.jwk, which is private, and PREFIX.pub.jwk, to"
          + " be published.",
      ""
    })
final class KeygenCommand implements Callable<ExitCode> {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "PREFIX",
      description = "Where the two files go; neither may exist.")
  private Path prefix = Path.of("");

  @Spec private CommandSpec spec;

  @Override
  public ExitCode call() throws CommandFailure {
    Path secret = Path.of(prefix + ".jwk");
    Path open = Path.of(prefix + ".pub.jwk");
    try {
      ECKey key = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
      if (Files.exists(open)) {
        throw new FileAlreadyExistsException(open.toString());
      }
      PrivateFile.write(secret, key.toJSONString() + "\n");
      Files.writeString(open, key.toPublicJWK().toJSONString() + "\n");
    } catch (FileAlreadyExistsException there) {
      throw new CommandFailure(
          ExitCode.WRONG_INPUT, there.getFile() + " is there already, and is left as it is");
    } catch (IOException failed) {
      throw new CommandFailure(
          ExitCode.WRONG_INPUT,
          "cannot write %s: %s".formatted(secret, ReportFiles.reason(failed)));
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println("private  " + secret + "  (keep it to yourself: whoever has it signs as you)");
    out.println("public   " + open);
    out.flush();
    return ExitCode.DONE;
  }
}
