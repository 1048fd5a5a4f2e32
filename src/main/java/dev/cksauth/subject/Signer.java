package dev.cksauth.subject;

import java.nio.file.Path;

/**
 * Private keys to sign tokens with.
 *
 * @param content the file's: a private key in PEM, or private JSON Web Keys
 */
public record Signer(Path file, SecretValue content) {}
