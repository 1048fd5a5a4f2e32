package dev.cksauth.load;

import dev.cksauth.subject.Client;
import dev.cksauth.subject.ClientCertificate;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.security.cert.X509Certificate;

/** The client's side of TLS, as a kubeconfig says it. */
final class LoadTls {
  private LoadTls() {}

  static SslContext of(Client client, LoadProtocol protocol) throws IOException {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .applicationProtocolConfig(offered(protocol));
    if (client.insecure()) {
      builder
          .trustManager(InsecureTrustManagerFactory.INSTANCE)
          .endpointIdentificationAlgorithm(null); // whatever name the certificate is for
    } else {
      builder.endpointIdentificationAlgorithm("HTTPS");
      client
          .ca()
          .ifPresent(ca -> builder.trustManager(ca.certificates().toArray(X509Certificate[]::new)));
    }
    if (client.certificate().isPresent()) {
      ClientCertificate shown = client.certificate().get();
      builder.keyManager(shown.key(), shown.chain().toArray(X509Certificate[]::new));
    }
    return builder.build();
  }

  private static ApplicationProtocolConfig offered(LoadProtocol protocol) {
    String[] words =
        switch (protocol) {
          case AUTO -> new String[] {"h2", "http/1.1"};
          case HTTP_2 -> new String[] {"h2"};
          case HTTP_1_1 -> new String[] {"http/1.1"};
        };
    return new ApplicationProtocolConfig(
        Protocol.ALPN,
        SelectorFailureBehavior.NO_ADVERTISE,
        SelectedListenerFailureBehavior.ACCEPT,
        words);
  }
}
