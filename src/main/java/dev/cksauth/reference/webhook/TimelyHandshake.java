package dev.cksauth.reference.webhook;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.SSLSocketVerifier;
import java.io.IOException;
import javax.net.ssl.SSLSocket;

/**
 * Shakes hands within a time, and then looks at the name in the certificate. The SDK's own check of
 * the name waits without end for a server that takes a connection and says nothing; without any
 * check it looks at no name at all.
 */
final class TimelyHandshake extends SSLSocketVerifier {
  private final int patienceMillis;
  private final SSLSocketVerifier name = new HostNameSSLSocketVerifier(true);

  TimelyHandshake(int patienceMillis) {
    this.patienceMillis = patienceMillis;
  }

  @Override
  public void verifySSLSocket(String host, int port, SSLSocket socket) throws LDAPException {
    try {
      int before = socket.getSoTimeout();
      socket.setSoTimeout(patienceMillis);
      socket.startHandshake();
      socket.setSoTimeout(before);
    } catch (IOException failed) {
      throw new LDAPException(ResultCode.CONNECT_ERROR, "no TLS with the directory", failed);
    }
    name.verifySSLSocket(host, port, socket);
  }
}
