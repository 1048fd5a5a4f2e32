package com.acme;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.engine.SubjectProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectClasspathResource;
import org.junit.platform.suite.api.Suite;

/** The scenarios, each a test of the webhook. */
@Suite
@IncludeEngines("cks-auth")
@SelectClasspathResource("scenarios")
@ConfigurationParameter(key = "cksauth.subject-provider", value = "com.acme.ConformanceTest")
@ConfigurationParameter(key = "cksauth.profiles", value = "webhook")
@ConfigurationParameter(
    key = "cksauth.scenarios",
    value = "webhook/answer/accepts-valid-token,webhook/identity/*,webhook/rejection/denies-*")
public final class ConformanceTest implements SubjectProvider {

  private final CertificateAuthority authority = CertificateAuthority.create("acme tests");
  private AcmeWebhook webhook;
  private Path directory;

  @Override
  public Path subjectFile() throws IOException {
    webhook = new AcmeWebhook(Tls.on("localhost", authority), Map.of("alices-token", "alice"));
    directory = Files.createTempDirectory("acme");
    Files.writeString(directory.resolve("ca.pem"), authority.certificatePem());
    return Files.writeString(
        directory.resolve("webhook.yaml"),
        """
        apiVersion: cks-auth.dev/v1
        kind: Webhook
        metadata: {name: acme}
        endpoint: {url: "https://localhost:%d/authenticate", ca: ca.pem}
        credentials:
          - {name: alice, kind: valid, token: alices-token, expect: {username: alice}}
        """
            .formatted(webhook.port()));
  }

  @Override
  public void close() {
    webhook.close();
    for (String file : new String[] {"ca.pem", "webhook.yaml", ""}) {
      directory.resolve(file).toFile().delete();
    }
  }
}
