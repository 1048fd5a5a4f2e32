package dev.cksauth.subject;

import java.net.URI;
import java.nio.file.Path;

/**
 * One context of a kubeconfig.
 *
 * @param server as the file gives it
 */
public record Kubeconfig(Path file, String context, URI server, Client client) {}
