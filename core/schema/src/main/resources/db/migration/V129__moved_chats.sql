-- A chat that got a new id is followed: the function that stores it with the contact may write the address, and nothing else.
GRANT UPDATE (address, version, updated_at) ON team_contact TO imas_worker_fn;
GRANT UPDATE (address, version, updated_at) ON user_contact TO imas_worker_fn;
