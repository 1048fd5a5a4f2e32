/**
 * The directory of the reference system: users and groups as a company has them, over LDAPS.
 *
 * <p>It stands for an Active Directory or a 389 Directory Server; webhooks and harness reach it by
 * LDAP alone.
 */
@NullMarked
package dev.cksauth.reference.directory;

import org.jspecify.annotations.NullMarked;
