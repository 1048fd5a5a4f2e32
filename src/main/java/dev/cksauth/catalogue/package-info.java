/** What a conformant subject does, as data: scenarios, requirements, profiles, capabilities. */
@NullMarked
package dev.cksauth.catalogue;

import org.jspecify.annotations.NullMarked;
