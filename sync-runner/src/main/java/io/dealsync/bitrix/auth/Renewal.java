package io.dealsync.bitrix.auth;

import java.net.URI;
import java.util.Optional;

/**
 * What a token server gave.
 *
 * @param tokens the new pair, still for where the portal was known to be
 * @param elsewhere where the portal is according to the server, when that is another address; a
 *     claim as a redirection is one, to be proven before a token goes there
 */
public record Renewal(Tokens tokens, Optional<URI> elsewhere) {}
