-- What simulations found says more by now (dev.imas.core.simulation.Findings), and nothing that reads it knows the older form. They
-- can be run again.
DELETE FROM simulation WHERE result IS NOT NULL;
