/** Identity providers of the reference system: an issuer whose keys are the harness's own. */
@NullMarked
package dev.cksauth.reference.idp;

import org.jspecify.annotations.NullMarked;
