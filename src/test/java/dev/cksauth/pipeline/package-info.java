/** The pipelines that build this project. */
@NullMarked
package dev.cksauth.pipeline;

import org.jspecify.annotations.NullMarked;
