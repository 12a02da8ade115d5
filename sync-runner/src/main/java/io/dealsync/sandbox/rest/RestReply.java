package io.dealsync.sandbox.rest;

/** A finished JSON response: HTTP status and body. */
public record RestReply(int status, Bytes body) {}
