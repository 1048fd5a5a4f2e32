package dev.cksauth.subject;

/** Somebody who may set scenarios up; what exactly it may do is probed. */
public record Administrator(Kubeconfig kubeconfig) {}
