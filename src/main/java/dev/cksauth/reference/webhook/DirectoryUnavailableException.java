package dev.cksauth.reference.webhook;

import com.unboundid.ldap.sdk.LDAPException;

/** The directory gave no answer: it is down, late, not trusted, or does not serve us. */
public final class DirectoryUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  DirectoryUnavailableException(LDAPException failure) {
    // Its message may quote the request; the code alone says what an operator has to look for.
    super(failure.getResultCode().getName());
  }
}
