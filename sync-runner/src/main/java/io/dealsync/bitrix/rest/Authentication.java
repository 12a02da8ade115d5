package io.dealsync.bitrix.rest;

/** How a portal knows us (contract 5). */
public sealed interface Authentication permits Webhook, OAuth {}
