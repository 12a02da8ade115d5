package io.dealsync.bitrix.auth;

/** How a portal knows us (contract 5). */
public sealed interface Authentication permits Webhook, OAuth {}
