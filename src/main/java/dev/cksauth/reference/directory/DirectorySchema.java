package dev.cksauth.reference.directory;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.schema.Schema;
import java.util.Objects;

/** The standard schema, and the attribute by which 389 Directory Server disables an account. */
final class DirectorySchema {
  /** {@code TRUE}: the account is disabled. */
  static final String LOCK = "nsAccountLock";

  /** The object class of entries that may have it. */
  static final String LOCKABLE = "lockableAccount";

  private static final String TEXT = "1.3.6.1.4.1.1466.115.121.1.15";

  private DirectorySchema() {}

  static Schema make() throws LDAPException {
    Entry own =
        new Entry(
            "cn=schema",
            new Attribute("objectClass", "top", "ldapSubEntry", "subschema"),
            new Attribute("cn", "schema"),
            new Attribute(
                "attributeTypes",
                "( 2.16.840.1.113730.3.1.610 NAME '%s' EQUALITY caseIgnoreMatch SYNTAX %s SINGLE-VALUE )"
                    .formatted(LOCK, TEXT)),
            new Attribute(
                "objectClasses",
                "( 1.3.6.1.4.1.32473.1 NAME '%s' SUP top AUXILIARY MAY %s )"
                    .formatted(LOCKABLE, LOCK)));
    return Objects.requireNonNull(
        Schema.mergeSchemas(Schema.getDefaultStandardSchema(), new Schema(own)));
  }
}
