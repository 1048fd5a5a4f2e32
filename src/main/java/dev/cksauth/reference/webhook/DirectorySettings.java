package dev.cksauth.reference.webhook;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import dev.cksauth.subject.SecretValue;

/**
 * Where users and groups are in a directory, and who may look for them.
 *
 * @param host as its certificate names it
 * @param port of LDAP over TLS, usually 636
 * @param bindDn of an account that may read users and groups, and nothing else
 * @param userBase below which users are
 * @param users which entries there may log in; disabled ones are kept out here, in the directory's
 *     own way: {@code (!(nsAccountLock=TRUE))} for 389 Directory Server, {@code
 *     (!(userAccountControl:1.2.840.113556.1.4.803:=2))} for Active Directory
 * @param nameAttribute what users log in with, and are called in the cluster
 * @param idAttribute what stays the same when the name changes, and never is another user's
 * @param groupBase below which groups are
 * @param memberAttribute of a group: the distinguished names of its members
 * @param groupNameAttribute what groups are called in the cluster
 */
public record DirectorySettings(
    String host,
    int port,
    String bindDn,
    SecretValue bindPassword,
    String userBase,
    String users,
    String nameAttribute,
    String idAttribute,
    String groupBase,
    String memberAttribute,
    String groupNameAttribute) {

  /**
   * @throws IllegalArgumentException when a distinguished name or the filter is none, or the
   *     account has no password: a bind without one is an anonymous bind (RFC 4513 section 5.1.2)
   */
  public DirectorySettings {
    for (String name : new String[] {bindDn, userBase, groupBase}) {
      if (!DN.isValidDN(name)) {
        throw new IllegalArgumentException("not a distinguished name: " + name);
      }
    }
    if (bindPassword.reveal().isEmpty()) {
      throw new IllegalArgumentException("the account that looks for users needs a password");
    }
    try {
      var unused = Filter.create(users);
    } catch (LDAPException malformed) {
      throw new IllegalArgumentException("not a filter (RFC 4515): " + users, malformed);
    }
  }

  /** The usual attributes: {@code uid}, {@code entryUUID}, {@code member} and {@code cn}. */
  public static DirectorySettings of(
      String host,
      int port,
      String bindDn,
      SecretValue bindPassword,
      String userBase,
      String users,
      String groupBase) {
    return new DirectorySettings(
        host,
        port,
        bindDn,
        bindPassword,
        userBase,
        users,
        "uid",
        "entryUUID",
        groupBase,
        "member",
        "cn");
  }
}
