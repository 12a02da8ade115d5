-- A part of reader.sql, editor.sql and runner.sql: what they give is for every portal, so they refuse a role that
-- portal-reader.sql or portal-editor.sql has limited to some.

SELECT pg_catalog.set_config('dealsync.granted_role', :'role', false);

DO $$
DECLARE
  role_name text := pg_catalog.current_setting('dealsync.granted_role');
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_policies AS p
    WHERE p.schemaname = 'dealsync' AND p.permissive = 'RESTRICTIVE' AND role_name::name = ANY (p.roles)
  ) THEN
    RAISE EXCEPTION 'role % sees some portals only; the rights of this script are for every portal', role_name
      USING HINT = 'Make another role, or take the limit back first: DROP OWNED BY the role, which takes all its rights.';
  END IF;
END
$$;
