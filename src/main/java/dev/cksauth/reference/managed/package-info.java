/**
 * The managed endpoint of the reference system: an authenticating reverse proxy before the API
 * server. It knows the console's tokens only, and speaks upstream as the user that it found, by
 * impersonation.
 */
@NullMarked
package dev.cksauth.reference.managed;

import org.jspecify.annotations.NullMarked;
