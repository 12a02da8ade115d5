/** Tests of moving in from another CRM. */
@NullMarked
package io.dealsync.legacy;

import org.jspecify.annotations.NullMarked;
