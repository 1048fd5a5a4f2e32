/** Files that users write: YAML with positions, checked against a schema, problems all at once. */
@NullMarked
package dev.cksauth.input;

import org.jspecify.annotations.NullMarked;
