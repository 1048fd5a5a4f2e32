/**
 * Renderings of a run: walks over the result tree that count and lay out, but never decide a
 * verdict.
 *
 * <p>Texts that came from a subject under test are hostile until shown otherwise: the console
 * escapes what a terminal would obey, the XML replaces what no parser would take.
 */
@NullMarked
package dev.cksauth.report;

import org.jspecify.annotations.NullMarked;
