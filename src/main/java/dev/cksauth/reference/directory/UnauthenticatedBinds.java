package dev.cksauth.reference.directory;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import org.jspecify.annotations.Nullable;

/**
 * Answers a bind with a name and no password with success, as RFC 4513 section 5.1.2 lets a
 * directory do and Active Directory does unless it is told otherwise: whoever takes that for the
 * proof of a password is to find out here.
 */
final class UnauthenticatedBinds extends InMemoryOperationInterceptor {

  @Override
  public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest bind)
      throws LDAPException {
    @Nullable ASN1OctetString password = bind.getRequest().getPassword();
    if (password == null || password.getValueLength() == 0) {
      throw new LDAPException(ResultCode.SUCCESS);
    }
  }
}
